@NullMarked
package dev.signalbox.app.clients;

import org.jspecify.annotations.NullMarked;
