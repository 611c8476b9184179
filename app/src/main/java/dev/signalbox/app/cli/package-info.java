/** Commands that talk to a running node, or need none: no Spring here, so that they start fast. */
@NullMarked
package dev.signalbox.app.cli;

import org.jspecify.annotations.NullMarked;
