/** How long the processor is busy with something, in milliseconds. The time on the clock depends on what else the machine does. */
export function cpuMillisecondsOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
