import { authorizerTarget } from './authorizer';
import { requestParsingTarget } from './request-parsing';
import type { AnyFuzzTarget } from '../target';

export async function fuzzTargets(): Promise<readonly AnyFuzzTarget[]> {
  return [await authorizerTarget(), requestParsingTarget()] as AnyFuzzTarget[];
}
