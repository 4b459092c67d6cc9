import type { Plugin } from 'esbuild';

/**
 * Leaves out the SDK's code for event streams, which no operation of the functions uses. The SDK imports it when it is needed. In a
 * bundle of one file, such an import costs more than its 22 KB: esbuild wraps all modules that the code shares with the rest of the SDK.
 */
export const withoutEventStreams: Plugin = {
  name: 'without-event-streams',
  setup: (build) => {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path, kind }) => (
      // The client of S3 imports a part of it at once.
      kind === 'dynamic-import' ? { path, namespace: 'without-event-streams' } : undefined
    ));
    build.onLoad({ filter: /.*/, namespace: 'without-event-streams' }, () => ({
      contents: "throw new Error('The bundle contains no code for event streams. Remove withoutEventStreams from its build.');",
    }));
  },
};
