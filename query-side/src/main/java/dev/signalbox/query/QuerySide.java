package dev.signalbox.query;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/** The role {@code query}: REST reads, projections and their processors, rebuild. Needs {@link QueryReads} and {@link ControlPlaneReads} beside it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = {
            @ComponentScan.Filter(OnEveryNode.class),
            @ComponentScan.Filter(OnControlPlane.class),
            @ComponentScan.Filter(
                    type = FilterType.ASSIGNABLE_TYPE,
                    classes = {QueryReads.class, ControlPlaneReads.class})
        })
public class QuerySide {}
