import { z } from 'zod/mini';

/**
 * Reads the environment of a function.
 *
 * @throws Error that names every variable that is missing or wrong, so that a wrong deployment fails at its first start
 * and not at its first customer.
 */
export function readEnvironment<T>(schema: z.ZodMiniType<T>, environment: NodeJS.ProcessEnv = process.env): T {
  const result = schema.safeParse(environment);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment of this function is incomplete. ${problems.join('; ')}`);
  }
  return result.data;
}
