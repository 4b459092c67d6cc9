import { Component, type ReactNode } from 'react';
import { Crashed } from '../states/crashed';
import { PartMissing } from '../states/part-missing';
import { PartMissingError } from '../states/part-missing-error';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error?: unknown;
}

/** Catches unexpected errors, and the errors of parts that could not be loaded. */
export class CrashBoundary extends Component<Props, State> {
  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override readonly state: State = {};

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return error instanceof PartMissingError ? <PartMissing /> : <main className="main"><Crashed /></main>;
  }
}
