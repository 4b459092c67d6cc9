/** Reads the names that a package exports from its manifest and its declarations. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';

export interface EntryPoint {
  /** Module specifier of an import: the name of the package, and a subpath. */
  readonly specifier: string;
  /** Names that exist at run time. */
  readonly values: readonly string[];
  /** Names that only TypeScript knows. */
  readonly types: readonly string[];
}

/** A target in `exports`, for one kind of importer or for all of them. */
type Target = string | { readonly [condition: string]: Target };

/** The modules of an unpacked package, with the names for both kinds of importers. */
export function entryPointsOf(directory: string): EntryPoint[] {
  const { name, exports: targets } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
  return Object.entries<Target>(targets)
    .map(([subpath, target]) => ({ specifier: path.posix.join(name, subpath), declarations: declarationsOf(target) }))
    // Entry points without declarations are data.
    .filter(({ declarations }) => declarations.length > 0)
    .map(({ specifier, declarations }) => ({ specifier, ...namesIn(declarations.map((file) => path.join(directory, file))) }));
}

function declarationsOf(target: Target): string[] {
  if (typeof target === 'string') return [];
  return Object.entries(target).flatMap(([condition, next]) => (condition === 'types' ? [String(next)] : declarationsOf(next)));
}

/** The kinds of declarations that exist at run time. */
const VALUES = [ts.isClassDeclaration, ts.isFunctionDeclaration, ts.isVariableDeclaration, ts.isEnumDeclaration];

function namesIn(files: readonly string[]): Pick<EntryPoint, 'values' | 'types'> {
  const options = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [], noLib: true };
  const program = ts.createProgram(files, options, hostOfOnePackage());
  const checker = program.getTypeChecker();
  const exported = files.flatMap((file) => checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!));
  const declarationsFor = (symbol: ts.Symbol): ts.Declaration[] => (
    symbol.declarations?.some(ts.isExportSpecifier) ? checker.getAliasedSymbol(symbol) : symbol
  ).declarations ?? [];
  const isValue = (symbol: ts.Symbol) => declarationsFor(symbol).some((declaration) => VALUES.some((isOfKind) => isOfKind(declaration)));
  const names = (symbols: readonly ts.Symbol[]) => [...new Set(symbols.map((symbol) => symbol.name))].sort();
  return { values: names(exported.filter(isValue)), types: names(exported.filter((symbol) => !isValue(symbol))) };
}

/** Only reads files of the package: its dependencies have none of its names, and take long to read. */
function hostOfOnePackage(): ts.CompilerHost {
  const host = ts.createCompilerHost({});
  return {
    ...host,
    resolveModuleNameLiterals: (literals, containingFile, _, options) => literals.map(({ text }) => (
      text.startsWith('.') ? ts.resolveModuleName(text, containingFile, options, host) : { resolvedModule: undefined }
    )),
  };
}
