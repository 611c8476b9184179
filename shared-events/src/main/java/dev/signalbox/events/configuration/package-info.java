@NullMarked
package dev.signalbox.events.configuration;

import org.jspecify.annotations.NullMarked;
