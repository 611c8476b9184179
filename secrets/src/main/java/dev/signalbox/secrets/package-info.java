/** Keeps plaintext secrets out of everything else: sealed in the vault, opened at the last moment. */
@NullMarked
package dev.signalbox.secrets;

import org.jspecify.annotations.NullMarked;
