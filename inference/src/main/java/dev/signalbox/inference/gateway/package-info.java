/** The data plane: takes OpenAI-shaped requests and carries them to the active provider. */
@NullMarked
package dev.signalbox.inference.gateway;

import org.jspecify.annotations.NullMarked;
