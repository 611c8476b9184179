/** What an empty service begins with. */
@NullMarked
package dev.signalbox.app.firststart;

import org.jspecify.annotations.NullMarked;
