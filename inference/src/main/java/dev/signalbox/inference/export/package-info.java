/** The active provider as configuration of other routers. */
@NullMarked
package dev.signalbox.inference.export;

import org.jspecify.annotations.NullMarked;
