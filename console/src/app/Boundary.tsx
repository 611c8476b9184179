import { Component, type ReactNode } from 'react';
import { Failure } from '../parts/states';

/** A page that fails takes nothing else with it. Mostly it could not be loaded: offline, or a newer version is served now. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === null ? this.props.children : <Failure error={this.state.error} retry={() => location.reload()} />;
  }
}
