/** Between the APIs that clients speak and those that providers speak: pure functions of bytes, one for each pair that differs. */
@NullMarked
package dev.signalbox.inference.dialect;

import org.jspecify.annotations.NullMarked;
