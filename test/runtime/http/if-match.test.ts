import { ifMatchVersions } from '../../../src/runtime/http/if-match';
import { cpuMillisecondsOf } from '../cpu-time';

describe('If-Match', () => {
  test.each<[string, string[], number[] | undefined]>([
    ['absent', [], undefined],
    ['*', ['*'], undefined],
    ['one tag', ['"3"'], [3]],
    ['a list', ['"3", "4","5"'], [3, 4, 5]],
    ['the same tag twice', ['"3","3"'], [3]],
    ['a doubled header', ['"3"', '"4"'], [3, 4]],
    ['empty elements', [', ,"3",, '], [3]],
    ['a weak tag', ['W/"3"'], []],
    ['a weak and a strong tag', ['W/"3","4"'], [4]],
    ['tags that are not versions', ['"abc","0","03","3.0","-1","1e3","",":x,y"'], []],
    ['a version beyond all', [`"${'9'.repeat(30)}"`], []],
    ['a tag beyond Latin-1', ['"日本"'], []],
    ['blanks and tabs around tags and at both ends', [' "3" \t,\t"4"', '"5"\t '], [3, 4, 5]],
    ['* between blanks', [' * '], undefined],
    ['a weak tag that is not a version', ['W/"abc"'], []],
    ['a text that ends in a version, or begins with one', ['"x3","3x"'], []],
    ['a version of 15 digits', [`"${'9'.repeat(15)}"`], [999_999_999_999_999]],
    ['a version of 16 digits', [`"${'9'.repeat(16)}"`], []],
    ['as many characters as it may have', [`"1"${','.repeat(4_093)}`], [1]],
    ['as many tags as can be compared', [Array.from({ length: 100 }, (_, index) => `"${index + 1}"`).join()], Array.from({ length: 100 }, (_, index) => index + 1)],
  ])('%s', (_, values, versions) => {
    expect(ifMatchVersions(values)).toEqual(versions);
  });

  test.each<[string, string[]]>([
    ['empty', ['']],
    ['blank', ['  ']],
    ['commas alone', [',,']],
    ['no quotes', ['3']],
    ['one quote', ['"3']],
    ['single quotes', ["'3'"]],
    ['something after the tag', ['"3"x']],
    ['a tag beside *', ['*, "3"']],
    ['a doubled *', ['*', '*']],
    ['w in lower case', ['w/"3"']],
    ['a blank in a tag', ['"3 4"']],
    ['more characters than it may have', [`"1"${','.repeat(4_096)}`]],
    ['more tags than can be compared', [Array.from({ length: 101 }, (_, index) => `"${index + 1}"`).join()]],
  ])('is refused with %s', (_, values) => {
    expect(() => ifMatchVersions(values)).toThrow(expect.objectContaining({
      status: 400,
      errors: [{ field: 'If-Match', detail: expect.any(String) }],
    }));
  });

  test('is read from its beginning after an invalid header', () => {
    expect(() => ifMatchVersions(['"1","2",x'])).toThrow();
    expect(ifMatchVersions(['"3"'])).toEqual([3]);
  });

  test('is read in linear time', () => {
    expect(cpuMillisecondsOf(() => {
      expect(() => ifMatchVersions([`${' '.repeat(5_000)},${' \t'.repeat(5_000)}x`])).toThrow();
    })).toBeLessThan(1_000);
  });

  test.each([' ', '\t', '" ', ', '])('with many of %j is read fast', (blank) => {
    expect(cpuMillisecondsOf(() => {
      expect(() => ifMatchVersions([`"1",${blank.repeat(4_000 / blank.length)}x`])).toThrow(expect.objectContaining({ status: 400 }));
      expect(() => ifMatchVersions([`"1",${blank.repeat(500_000)}x`])).toThrow(expect.objectContaining({ status: 400 }));
    })).toBeLessThan(100);
  });
});
