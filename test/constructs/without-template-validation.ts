/** The newest CDK validates each template, which takes a third of synth. `test/package/strict-synth.test.ts` validates an app with every prop. */
process.env.CDK_VALIDATION = 'false';
