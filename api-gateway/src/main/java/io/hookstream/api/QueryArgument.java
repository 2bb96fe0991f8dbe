package io.hookstream.api;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Gives a controller's method a record of query parameters, all of them texts. Spring's own binding would read the body
 * too, as the form that a request may say it is.
 */
final class QueryArgument implements SyncHandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(ParameterObject.class);
    }

    @Override
    public Object resolveArgumentValue(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        Class<?> type = parameter.getParameterType();
        MultiValueMap<String, String> query = exchange.getRequest().getQueryParams();
        Object[] values = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(query::getFirst)
                .toArray();
        return BeanUtils.instantiateClass(BeanUtils.getResolvableConstructor(type), values);
    }
}
