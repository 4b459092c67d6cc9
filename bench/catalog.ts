import { authorizerBaseline } from './authorizer-baseline';
import { authorizerWarm } from './authorizer-warm';
import type { Benchmark } from './benchmark';
import { bundles } from './bundles';
import { capacity } from './capacity';
import { cost } from './cost';
import { dashboard } from './dashboard';
import { handler } from './handler';
import { importTime } from './import';
import { init } from './init';
import { isolation } from './isolation';
import { load } from './load';
import { saga } from './saga';
import { scale } from './scale';
import { synth } from './synth';
import { template } from './template';

/** All benchmarks, in the order in which they run. */
export const BENCHMARKS: readonly Benchmark[] = [
  authorizerWarm, authorizerBaseline, init, handler, isolation, scale, synth, importTime, bundles, template, cost, capacity, saga, load, dashboard,
];
