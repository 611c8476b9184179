@NullMarked
package dev.signalbox.app.resilience;

import org.jspecify.annotations.NullMarked;
