/** One process of an installation. */
@NullMarked
package dev.signalbox.events.node;

import org.jspecify.annotations.NullMarked;
