@NullMarked
package dev.signalbox.app.verify;

import org.jspecify.annotations.NullMarked;
