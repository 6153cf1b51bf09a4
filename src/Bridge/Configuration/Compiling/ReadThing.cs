using Bridge.Configuration.Reading;

namespace Bridge.Configuration.Compiling;

/// <summary>A typed thing with the map that it was read from, so that later checks can name the place.</summary>
internal sealed record ReadThing<T>(T Value, MapReader Map);
