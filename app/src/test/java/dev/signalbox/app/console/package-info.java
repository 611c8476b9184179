@NullMarked
package dev.signalbox.app.console;

import org.jspecify.annotations.NullMarked;
