import { Component, type ReactNode } from 'react';
import { Crashed } from '../states/crashed';

interface Props {
  readonly children: ReactNode;
}

/** Catches what nobody expected, such as a part of the page that a new release has taken away. */
export class CrashBoundary extends Component<Props, { readonly hasCrashed: boolean }> {
  static getDerivedStateFromError() {
    return { hasCrashed: true };
  }

  override readonly state = { hasCrashed: false };

  override render() {
    return this.state.hasCrashed ? <main className="main"><Crashed /></main> : this.props.children;
  }
}
