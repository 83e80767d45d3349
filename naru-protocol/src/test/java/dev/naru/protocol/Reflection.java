package dev.naru.protocol;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reaches into both families of generated classes by the names of their fields. Threading: any thread. */
final class Reflection {
    private static final Map<Class<?>, Map<String, Method>> SETTERS = new ConcurrentHashMap<>();

    private Reflection() {}

    static <T> T newInstance(Class<T> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static <T> T constant(Class<?> type, String name) {
        try {
            return (T) type.getField(name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The official setter of a field, whose schema calls it {@code replica_id} and whose setter is {@code setReplicaId}. */
    static Method officialSetter(Class<?> type, String schemaName) {
        Map<String, Method> setters = SETTERS.computeIfAbsent(type, Reflection::settersOf);
        Method setter = setters.get(schemaName.replace("_", ""));
        if (setter == null) {
            throw new IllegalStateException(type + " has no setter for " + schemaName);
        }
        return setter;
    }

    private static Map<String, Method> settersOf(Class<?> type) {
        Map<String, Method> setters = new ConcurrentHashMap<>();
        for (Method method : type.getMethods()) {
            if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
                setters.put(method.getName().substring(3).toLowerCase(Locale.ROOT), method);
            }
        }
        return setters;
    }

    static @Nullable Object call(Object target, String method) {
        try {
            return target.getClass().getMethod(method).invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(target.getClass() + "." + method, e);
        }
    }

    static void call(Object target, Method method, @Nullable Object argument) {
        try {
            method.invoke(target, argument);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method + " with " + argument, e.getCause());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new IllegalStateException(method + " with " + argument, e);
        }
    }

    static void set(Object target, Field field, @Nullable Object value) {
        try {
            field.setAccessible(true);
            field.set(target, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
