/** How events point to a secret that they never carry. */
@NullMarked
package dev.signalbox.events.secret;

import org.jspecify.annotations.NullMarked;
