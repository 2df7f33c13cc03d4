using System;
using System.Collections;
using System.Reflection;
using System.Text.Json;
using ContainerRt.Spec.Image;

namespace ContainerRt.Spec.Tests;

/// <summary>Makes objects with a value of its own in every member.</summary>
/// <param name="elements">How many of them a list or a map has.</param>
/// <param name="nulls">Whether null is one more of them, where it can be.</param>
internal sealed class Filler(int elements = 2, bool nulls = false)
{
    private int _number;

    public T Make<T>() => (T)Make(typeof(T));

    private object Make(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return $"text {++_number} \u00fc \ud83d\ude00 <&>'\"\\\n\t\x7f+/";
        }
        if (type == typeof(bool))
        {
            return true;
        }
        if (type == typeof(JsonElement))
        {
            return JsonDocument
                .Parse($"{{\"n\": [{++_number}, 1.50, null, \"<\"], \"e\": {{}}}}")
                .RootElement;
        }
        if (type == typeof(Digest))
        {
            return Digest.Sha256Of(BitConverter.GetBytes(++_number));
        }
        if (type == typeof(DateTime))
        {
            return new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(++_number);
        }
        return type.IsPrimitive ? Convert.ChangeType(++_number, type, null) : MakeObject(type);
    }

    private object MakeObject(Type type)
    {
        object made = Activator.CreateInstance(type)!;
        if (made is IDictionary map)
        {
            Type value = type.GenericTypeArguments[1];
            Fill(value, element => map.Add($"key {++_number} <\u00e4", element));
            return made;
        }
        if (made is IList list)
        {
            Fill(type.GenericTypeArguments[0], element => list.Add(element));
            return made;
        }
        foreach (PropertyInfo property in type.GetProperties())
        {
            if (property.CanWrite)
            {
                property.SetValue(made, Make(property.PropertyType));
            }
        }
        return made;
    }

    private void Fill(Type type, Action<object?> add)
    {
        for (int i = 0; i < elements; i++)
        {
            add(Make(type));
        }
        if (nulls && !type.IsValueType)
        {
            add(null);
        }
    }
}
