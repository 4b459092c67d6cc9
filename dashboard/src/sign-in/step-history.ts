/** How long a browser may take to go back one entry. */
const PATIENCE_MS = 1_000;

/** An entry of its own in the history makes the Back button lead to the step before, and not to another website. */
interface StepState {
  readonly signInStep?: true;
  /** Address whose account is still to be confirmed. It outlives a load of the page, in this tab alone. */
  readonly confirming?: string;
}

let isLeaving = false;

function stepState(): StepState {
  return (window.history.state ?? {}) as StepState;
}

export function isStepEntry(): boolean {
  return stepState().signInStep === true;
}

/** @returns the address whose account is still to be confirmed, when the page was loaded in the middle of it */
export function confirmingEmail(): string | undefined {
  const { confirming } = stepState();
  return typeof confirming === 'string' ? confirming : undefined;
}

export function enterStep(state: Pick<StepState, 'confirming'>): void {
  const next = { ...window.history.state, ...state, signInStep: true };
  if (isStepEntry()) window.history.replaceState(next, '');
  else window.history.pushState(next, '');
}

/** Goes back to the entry before the step, which is left empty: it has the code of an invitation, if there is one. */
export async function leaveStep(): Promise<void> {
  if (!isStepEntry()) return;
  isLeaving = true;
  const left = new Promise<void>((resolve) => window.addEventListener('popstate', () => resolve(), { once: true }));
  window.history.replaceState(null, '');
  window.history.back();
  await Promise.race([left, pause(PATIENCE_MS)]);
  // Others listen for the same event.
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
