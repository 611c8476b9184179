/** Carries requests to providers: gateway, routing snapshot, health probes, exports. */
@NullMarked
package dev.signalbox.inference;

import org.jspecify.annotations.NullMarked;
