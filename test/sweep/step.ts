/** Something that people or services do with the deployed example; it fails when it does not end as it should. */
export interface Step {
  readonly title: string;
  play(signal: AbortSignal): Promise<void>;
}

export function step(title: string, play: Step['play']): Step {
  return { title, play };
}
