/** The longest time to wait until the browser has gone back one entry. */
const PATIENCE_MS = 1_000;

/** The state of a step's own history entry. With it, the Back button leads to the previous step instead of another website. */
interface StepState {
  readonly signInStep?: true;
  /** The address of an account that isn't confirmed yet. It survives a load of the page, in this tab only. */
  readonly confirming?: string;
}

let isLeaving = false;

function stepState(): StepState {
  return (window.history.state ?? {}) as StepState;
}

export function isStepEntry(): boolean {
  return stepState().signInStep === true;
}

/** Returns the address of an account that isn't confirmed yet, if the page was loaded during the confirmation. */
export function confirmingEmail(): string | undefined {
  const { confirming } = stepState();
  return typeof confirming === 'string' ? confirming : undefined;
}

export function enterStep(state: Pick<StepState, 'confirming'>): void {
  const next = { ...window.history.state, ...state, signInStep: true };
  if (isStepEntry()) window.history.replaceState(next, '');
  else window.history.pushState(next, '');
}

/** Clears the step's entry and goes back to the previous one, which has the code of an invitation, if there is one. */
export async function leaveStep(): Promise<void> {
  if (!isStepEntry()) return;
  isLeaving = true;
  const left = new Promise<void>((resolve) => window.addEventListener('popstate', () => resolve(), { once: true }));
  window.history.replaceState(null, '');
  window.history.back();
  await Promise.race([left, pause(PATIENCE_MS)]);
  // Other listeners of the same event must run before `isLeaving` is reset.
  await pause(0);
  isLeaving = false;
}

async function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @param onBack called when the person leaves a step by the browser's Back button */
export function subscribeToBack(onBack: () => void): () => void {
  const onPopState = () => {
    if (!isLeaving && !isStepEntry()) onBack();
  };
  window.addEventListener('popstate', onPopState);
  return () => window.removeEventListener('popstate', onPopState);
}
