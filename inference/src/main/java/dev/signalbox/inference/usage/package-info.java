/** What requests cost: read from the answers as they go by, and kept as records. */
@NullMarked
package dev.signalbox.inference.usage;

import org.jspecify.annotations.NullMarked;
