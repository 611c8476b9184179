@NullMarked
package dev.signalbox.app.logging;

import org.jspecify.annotations.NullMarked;
