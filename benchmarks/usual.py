"""Frozen: the same lists as a typical team delivers them. Not to be made faster; the product is measured against it."""

import django_filters
from django.db.models import Count
from django.views.generic import ListView
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers, viewsets
from rest_framework.pagination import PageNumberPagination

from registry.models import Area, Country, Level, Organization, OrganizationName, OrganizationType, Partnership, Role

PUBLIC = {"state__in": ["published", "dormant"], "is_at_risk": False}


class NameSerializer(serializers.ModelSerializer):
    class Meta:
        model = OrganizationName
        fields = ["text", "kind", "language", "script"]


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField(source="name_en")


class PartnershipSerializer(serializers.ModelSerializer):
    role = CodeSerializer()
    area = CodeSerializer()
    country = CodeSerializer()
    level = CodeSerializer()
    starts_on = serializers.DateField(source="period.lower")
    ends_on = serializers.DateField(source="period.upper")

    class Meta:
        model = Partnership
        fields = ["role", "area", "country", "level", "state", "starts_on", "ends_on", "verified_on"]


class PresenceSerializer(serializers.Serializer):
    country = CodeSerializer()
    observed_on = serializers.DateField()


class OrganizationSerializer(serializers.ModelSerializer):
    names = NameSerializer(many=True)
    types = CodeSerializer(many=True)
    levels = CodeSerializer(many=True)
    hq_country = CodeSerializer()
    presences = PresenceSerializer(many=True)
    partnerships = PartnershipSerializer(many=True)

    class Meta:
        model = Organization
        fields = [
            "reference", "kind", "state", "names", "types", "levels", "hq_country", "website", "founded", "languages",
            "description_en", "description_fr", "description_es", "source", "observed_on", "confirmed_on",
            "verified_on", "presences", "partnerships",
        ]  # fmt: skip


class OrganizationFilter(django_filters.FilterSet):
    country = django_filters.CharFilter(field_name="presences__country", distinct=True)
    area = django_filters.CharFilter(field_name="partnerships__area", distinct=True)
    role = django_filters.CharFilter(field_name="partnerships__role", distinct=True)

    class Meta:
        model = Organization
        fields = ["state", "country", "area", "role"]


class Pages(PageNumberPagination):
    page_size = 50


class OrganizationViewSet(viewsets.ReadOnlyModelViewSet):
    permission_classes = []
    serializer_class = OrganizationSerializer
    pagination_class = Pages
    filter_backends = [DjangoFilterBackend]
    filterset_class = OrganizationFilter
    queryset = (
        Organization.objects.filter(**PUBLIC, names__is_primary=True)
        .select_related("hq_country")
        .prefetch_related(
            "names", "types", "levels", "presences__country",
            "partnerships__role", "partnerships__area", "partnerships__country", "partnerships__level",
        )
        .order_by("names__folded", "pk")
    )  # fmt: skip


class OrganizationListView(ListView):
    """A page of HTML; `with_counts` adds what the product's page shows beside it, counted by the ORM."""

    template_name = "usual_list.html"
    paginate_by = 20
    with_counts = False

    def get_queryset(self):
        every = (
            Organization.objects.filter(**PUBLIC, names__is_primary=True)
            .select_related("hq_country")
            .prefetch_related("names", "types", "presences__country", "partnerships__role", "partnerships__area")
            .order_by("names__folded", "pk")
        )
        return OrganizationFilter(self.request.GET, queryset=every).qs

    def get_context_data(self, **kwargs):
        facets = [self._counted(*facet) for facet in self.FACETS] if self.with_counts else []
        return super().get_context_data(facets=facets, **kwargs)

    FACETS = [
        ("Area", "partnerships__area", Area),
        ("Country", "presences__country", Country),
        ("Type", "types", OrganizationType),
        ("Role", "partnerships__role", Role),
        ("Level", "levels", Level),
    ]

    def _counted(self, label, path, model):
        names = {term.pk: term.name_en for term in model.objects.all()}
        within = Organization.objects.filter(pk__in=self.get_queryset().order_by().values("pk"))
        counted = within.values_list(path).annotate(n=Count("pk", distinct=True)).order_by("-n")
        return label, [(names[code], n) for code, n in counted if code]
