/** The console's files at {@code /}; what they show comes from the REST API. */
@NullMarked
package dev.signalbox.app.console;

import org.jspecify.annotations.NullMarked;
