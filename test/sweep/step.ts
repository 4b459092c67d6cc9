/** An action of users or services with the deployed example. It fails if the result is not as expected. */
export interface Step {
  readonly title: string;
  play(signal: AbortSignal): Promise<void>;
}

export function step(title: string, play: Step['play']): Step {
  return { title, play };
}
