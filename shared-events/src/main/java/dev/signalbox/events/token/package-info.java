/** The stream of a token, what it allows, and the questions about tokens. */
@NullMarked
package dev.signalbox.events.token;

import org.jspecify.annotations.NullMarked;
