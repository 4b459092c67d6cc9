/**
 * Requests to DynamoDB without their expressions, so that tests state what is written and under which condition. The names of
 * placeholders, the order of clauses and the order of terms around AND and OR do not matter.
 */

/**
 * The fields of a request, with these instead of its expressions:
 *
 * - `set`, `add`, `remove` and `delete`: the clauses of the update. A value that DynamoDB computes is in `compute`, as text:
 *   `{ members: 'members + 1' }`.
 * - `condition`, `keyCondition` and `filter`: text with the names of attributes and with values as JSON, its terms in alphabetical order:
 *   `members < 5 AND status = "active"`.
 * - `attributes`: the projection.
 */
export type Meaning = Record<string, any>;

/** Replaces the placeholders in a text by what they stand for. */
type Fill = (text: string) => string;

/** @throws Error for a missing or unused placeholder, and for a repeated clause or attribute. DynamoDB refuses all of them. */
export function meaningOf(request: object): Meaning {
  const {
    ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {},
    UpdateExpression, ConditionExpression, KeyConditionExpression, FilterExpression, ProjectionExpression, ...others
  } = request as Record<string, any>;
  const unused = new Set([...Object.keys(names), ...Object.keys(values)]);
  const lookUp = (placeholder: string): any => {
    const { [placeholder]: found } = placeholder.startsWith('#') ? names : values;
    if (found === undefined) throw new Error(`${placeholder} must be defined.`);
    unused.delete(placeholder);
    return found;
  };
  const fill: Fill = (text) => text.trim().replace(/([#:])\w+/g, (placeholder, kind) => (kind === '#' ? lookUp(placeholder) : textOf(lookUp(placeholder))));

  const meaning = {
    ...others,
    ...UpdateExpression !== undefined && updateOf(UpdateExpression, fill, lookUp),
    ...ConditionExpression !== undefined && { condition: conditionOf(ConditionExpression, fill) },
    ...KeyConditionExpression !== undefined && { keyCondition: conditionOf(KeyConditionExpression, fill) },
    ...FilterExpression !== undefined && { filter: conditionOf(FilterExpression, fill) },
    ...ProjectionExpression !== undefined && { attributes: split(ProjectionExpression, ',').map(fill).sort() },
  };
  if (unused.size > 0) throw new Error(`${[...unused].join(', ')} must be used in an expression.`);
  return meaning;
}

/** The steps of a transaction, each as `{ Update: meaning }`, or as another kind of step. */
export function meaningsOf(steps: readonly object[] = []): Meaning[] {
  return steps.map((step) => Object.fromEntries(Object.entries(step).map(([kind, request]) => [kind, meaningOf(request)])));
}

function updateOf(expression: string, fill: Fill, lookUp: (placeholder: string) => unknown): Meaning {
  // The text before the first keyword, then each keyword and its actions.
  const [before, ...clauses] = expression.split(/(?<![#:\w])(SET|ADD|REMOVE|DELETE) /);
  const keywords = clauses.filter((_, index) => index % 2 === 0);
  if (before !== '' || new Set(keywords).size < keywords.length) throw new Error(`An update must have each clause once only, but was "${expression}".`);
  const update: Meaning = {};
  const attributes = new Set<string>();
  keywords.forEach((keyword, index) => split(clauses[2 * index + 1], ',').forEach((action) => {
    const separator = keyword === 'SET' ? ' = ' : ' ';
    const [path, ...rest] = action.trim().split(separator);
    const value = rest.join(separator);
    const attribute = fill(path);
    if (attributes.has(attribute)) throw new Error(`An update must name ${attribute} once only, but was "${expression}".`);
    attributes.add(attribute);
    const isValue = /^:\w+$/.test(value);
    const clause = keyword === 'SET' && !isValue ? 'compute' : keyword.toLowerCase();
    update[clause] = { ...update[clause], [attribute]: isValue ? lookUp(value) : fill(value) };
  }));
  return { ...update, ...update.remove && { remove: Object.keys(update.remove).sort() } };
}

/** OR binds weaker than AND. NOT is not supported, because no request uses it. */
function conditionOf(written: string, fill: Fill): string {
  const expression = written.replace(/(\S+) BETWEEN (\S+) AND (\S+)/g, '$1 >= $2 AND $1 <= $3');
  if (/\bNOT /.test(expression)) throw new Error(`A condition must have no NOT, but was "${expression}".`);
  const [operator] = ['OR', 'AND'].filter((word) => split(expression, ` ${word} `).length > 1);
  if (operator !== undefined) return split(expression, ` ${operator} `).map((term) => conditionOf(term, fill)).sort().join(` ${operator} `);
  const [, inner] = /^\s*\((.*)\)\s*$/.exec(expression) ?? [];
  return inner === undefined ? fill(expression) : `(${conditionOf(inner, fill)})`;
}

/** Splits a text at a separator, except in parentheses. */
function split(text: string, separator: string): string[] {
  return text.split(separator).reduce<string[]>((parts, part) => {
    const last = parts.at(-1);
    return last !== undefined && last.split('(').length > last.split(')').length ? [...parts.slice(0, -1), last + separator + part] : [...parts, part];
  }, []);
}

function textOf(value: unknown): string {
  return value instanceof Set ? `Set${JSON.stringify([...value].sort())}` : JSON.stringify(value);
}
