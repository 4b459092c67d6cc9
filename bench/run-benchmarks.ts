import type { Benchmark, Row } from './benchmark';

export async function measure(benchmarks: readonly Benchmark[], signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, run } of benchmarks) {
    signal.throwIfAborted();
    console.log(`\nMeasuring ${name} ...`);
    const measured = await run(signal);
    printTable(measured);
    rows.push(...measured);
  }
  return rows;
}

/** Prints a table with aligned columns. */
function printTable(rows: readonly Row[]): void {
  const columns = ['figure', 'measured', 'reference', 'result', 'target'] as const;
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const [index, line] of lines.entries()) {
    const verdict = index > 0 && rows[index - 1].holds === false ? '  TARGET MISSED' : '';
    console.log(line.map((text, column) => text.padEnd(widths[column])).join('  ').trimEnd() + verdict);
  }
}
