/** The projections as supervisors see them: health and metrics. */
@NullMarked
package dev.signalbox.app.projections;

import org.jspecify.annotations.NullMarked;
