import * as ts from 'typescript';

/** A text that people read. */
export interface Text {
  readonly line: number;
  readonly text: string;
}

/** The texts in a file: paragraphs of a document, comments, strings and JSX texts in TypeScript, comments and first lines of docstrings in Python. */
export function textsOf(path: string, source: string): Text[] {
  if (path.endsWith('.md')) return prose(source);
  if (path.endsWith('.py')) return pythonTexts(source);
  return typeScriptTexts(path, source);
}

/** Paragraphs without code. Headings, table cells and list items are paragraphs too. */
function prose(source: string): Text[] {
  const texts: Text[] = [];
  let isCode = false;
  let paragraph: { line: number; lines: string[] } | undefined;
  const end = () => {
    if (paragraph) texts.push({ line: paragraph.line, text: paragraph.lines.join(' ') });
    paragraph = undefined;
  };
  source.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line.startsWith('```')) isCode = !isCode;
    if (isCode || line === '' || line.startsWith('```') || /^(#|\||[-*] |\d+\. |<)/.test(line)) end();
    if (isCode || line === '' || line.startsWith('```')) return;
    if (line.startsWith('|')) {
      line.split('|').forEach((cell) => texts.push({ line: index + 1, text: withoutCode(cell).trim() }));
      return;
    }
    paragraph ??= { line: index + 1, lines: [] };
    paragraph.lines.push(withoutCode(line.replace(/^([-*]|\d+\.|#+) /, '')));
    if (line.startsWith('#')) end();
  });
  end();
  return texts;
}

function typeScriptTexts(path: string, source: string): Text[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const texts: Text[] = [];
  const seen = new Set<number>();
  const add = (position: number, text: string) => {
    texts.push({ line: file.getLineAndCharacterOfPosition(position).line + 1, text });
  };
  const visit = (node: ts.Node) => {
    for (const { pos, end } of ts.getLeadingCommentRanges(source, node.getFullStart()) ?? []) {
      if (!seen.has(pos)) commentTexts(source.slice(pos, end)).forEach((text) => add(pos, text));
      seen.add(pos);
    }
    for (const { pos, end } of ts.getTrailingCommentRanges(source, node.getEnd()) ?? []) {
      if (!seen.has(pos)) commentTexts(source.slice(pos, end)).forEach((text) => add(pos, text));
      seen.add(pos);
    }
    if (ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      add(node.getStart(file), withoutCode(node.text.replace(/\s+/g, ' ').trim()));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

/** The paragraphs of a comment, and the text after each tag. */
function commentTexts(comment: string): string[] {
  return comment
    .replace(/^\/\*\*?|\*\/$/g, '')
    .split('\n')
    .map((line) => line.trim().replace(/^(\*|\/\/)\s?/, '').trim())
    .join('\n')
    .split(/\n\s*\n|\n(?=@)|\n(?=[-*] )/)
    .map((paragraph) => withoutCode(paragraph.replace(/^@(param \S+|\w+)( -)?\s*/, '').replace(/\s+/g, ' ').trim()));
}

/** Comments, and the paragraphs of docstrings. */
function pythonTexts(source: string): Text[] {
  const texts: Text[] = [];
  let docstring: { line: number; lines: string[] } | undefined;
  const endParagraph = (next?: { line: number; lines: string[] }) => {
    if (docstring && docstring.lines.length > 0) texts.push({ line: docstring.line, text: withoutCode(docstring.lines.join(' ')) });
    docstring = next;
  };
  source.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    const isDelimited = line.startsWith('"""') || (docstring !== undefined && line.endsWith('"""'));
    const text = line.replace(/^"""|"""$/g, '').trim();
    if (docstring === undefined && line.startsWith('"""')) {
      docstring = { line: index + 1, lines: text === '' ? [] : [text] };
      if (line.length > 3 && line.endsWith('"""')) endParagraph();
    } else if (docstring !== undefined) {
      if (text !== '') docstring.lines.push(text);
      if (isDelimited) endParagraph();
      else if (line === '') endParagraph({ line: index + 2, lines: [] });
    } else {
      const comment = /(?:^|\s)# (.*)$/.exec(line)?.[1];
      if (comment) texts.push({ line: index + 1, text: withoutCode(comment) });
    }
  });
  return texts;
}

function withoutCode(text: string): string {
  return text.replace(/`[^`]*`/g, 'CODE').replace(/\{@link [^}]*\}/g, 'CODE');
}
