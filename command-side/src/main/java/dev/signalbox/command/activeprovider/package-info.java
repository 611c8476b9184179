/** Choosing the active provider of a purpose. */
@NullMarked
package dev.signalbox.command.activeprovider;

import org.jspecify.annotations.NullMarked;
