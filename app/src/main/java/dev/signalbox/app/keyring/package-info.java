@NullMarked
package dev.signalbox.app.keyring;

import org.jspecify.annotations.NullMarked;
