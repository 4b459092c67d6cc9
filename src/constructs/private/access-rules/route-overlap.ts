import { isParameter } from '../../../contract/access-rules';

/** Matches one character, or any number of characters if `isRepeated`. */
interface Piece {
  /** The character to match. If absent, any character matches, a slash only if `hasSlash`. */
  readonly character?: string;
  readonly hasSlash?: boolean;
  readonly isRepeated?: boolean;
}

/** The character in a pattern that matches any character except a slash. */
export const ANY_BUT_SLASH = '\0';

/** Whether a request to a route can match a pattern, in which `*` matches any text. Neither begins with a slash. */
export function mayMatch(routePath: string, pattern: string): boolean {
  const route = routePath.split('/').flatMap((segment, index) => [...index > 0 ? [{ character: '/' }] : [], ...piecesOfSegment(segment)]);
  const other = [...pattern].map(pieceOfPattern);
  const seen = new Set<number>();

  return haveTextInCommon(0, 0);

  function haveTextInCommon(i: number, j: number): boolean {
    const key = i * (other.length + 1) + j;
    if (seen.has(key)) return false;
    seen.add(key);
    const a = route[i] as Piece | undefined;
    const b = other[j] as Piece | undefined;
    if (!a && !b) return true;
    return Boolean((a?.isRepeated && haveTextInCommon(i + 1, j))
      || (b?.isRepeated && haveTextInCommon(i, j + 1))
      || (a && b && haveCharacterInCommon(a, b) && haveTextInCommon(a.isRepeated ? i : i + 1, b.isRepeated ? j : j + 1)));
  }
}

function piecesOfSegment(segment: string): Piece[] {
  if (!isParameter(segment)) return [...segment].map((character) => ({ character }));
  const hasSlash = segment.endsWith('+}');
  return [{ hasSlash }, { hasSlash, isRepeated: true }];
}

function pieceOfPattern(character: string): Piece {
  if (character === '*') return { hasSlash: true, isRepeated: true };
  return character === ANY_BUT_SLASH ? { hasSlash: false } : { character };
}

function haveCharacterInCommon(a: Piece, b: Piece): boolean {
  if (a.character !== undefined && b.character !== undefined) return a.character === b.character;
  const character = a.character ?? b.character;
  return character !== '/' || Boolean(a.hasSlash || b.hasSlash);
}
