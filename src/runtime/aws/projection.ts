/** Returns the fields of a consistent read that returns these attributes only. */
export function projectionOf(attributes: readonly string[]) {
  const names = attributes.map((attribute, index) => [`#${index}`, attribute] as const);
  return {
    ConsistentRead: true,
    ProjectionExpression: names.map(([placeholder]) => placeholder).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names),
  };
}
