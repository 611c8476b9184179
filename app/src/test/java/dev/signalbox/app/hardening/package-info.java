/** Clients that mean no good, on both ports of the whole application. */
@NullMarked
package dev.signalbox.app.hardening;

import org.jspecify.annotations.NullMarked;
