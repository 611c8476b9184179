/** What all endpoints of the control plane have in common. */
@NullMarked
package dev.signalbox.app.web;

import org.jspecify.annotations.NullMarked;
