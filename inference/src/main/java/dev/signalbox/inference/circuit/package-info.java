/** Which providers are left alone for a while, on this node; what it knows of their health changes no configuration. */
@NullMarked
package dev.signalbox.inference.circuit;

import org.jspecify.annotations.NullMarked;
