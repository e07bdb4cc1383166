"""The engine: files of a town -> a study -> travel times -> measures -> maps and tables.

Import law: each part imports only from itself and from what stands to its left.

    errors < model < crs < sources < network < study < travel < measures < maps < export <
    arguments < terminal < commands < __main__

The engine knows no screen: nothing here imports streamlit, ui or pages. Folium is imported in
`geo.maps` alone, osmnx in `geo.sources` alone, and no town's name stands in code.
"""
