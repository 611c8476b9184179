@NullMarked
package dev.signalbox.app.cli;

import org.jspecify.annotations.NullMarked;
